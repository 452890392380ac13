import {
  agreeToLaunch,
  answerQuestion,
  getGateway,
  listQuestions,
  setGatewayLevel,
  stopGateway,
} from '../protocol/gateway.ts';
import { METHODS } from '../protocol/methods.ts';

const {
  holdClock,
  releaseClock,
  registerConsumer,
  subscribeTrace,
  unsubscribeTrace,
  readTrace,
  clearTrace,
  getSentMessage,
  listInFlight,
  listFaults,
  setFaults,
  clearFaults,
  listFindings,
  dismissFinding,
  clearFindings,
} = METHODS;

/** What a gateway answers on its control channel: methods of its own, and those of a broker that make sense without an engine. */
export const GATEWAY_METHODS = {
  getGateway,
  stopGateway,
  setGatewayLevel,
  agreeToLaunch,
  listQuestions,
  answerQuestion,
  registerConsumer,
  subscribeTrace,
  unsubscribeTrace,
  readTrace,
  clearTrace,
  getSentMessage,
  listInFlight,
  holdClock,
  releaseClock,
  listFaults,
  setFaults,
  clearFaults,
  listFindings,
  dismissFinding,
  clearFindings,
} as const;
