// Environments of functions that always have another event, on the ports of the Runtime API.
import { createGuardRules } from '../../broker/http/guard.ts';
import type { RuntimeSeat } from '../../broker/functions/seat.ts';
import { openSeat } from '../../broker/runtimeApi/server.ts';
import { ENVIRONMENTS, EVENT, REQUEST_ID } from './runtimeEvent.ts';

const ports = {
  guard: createGuardRules([], []),
  onDefect: (error: unknown): void => {
    throw error;
  },
};

async function open(): Promise<string> {
  const invoke = (): void => {
    seat?.handOver({
      requestId: REQUEST_ID,
      deadlineMs: Date.now() + 3000,
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:bench',
      traceId: undefined,
      payload: EVENT,
    });
  };
  const ignore = (): void => undefined;
  const seat: RuntimeSeat | undefined = await openSeat(ports, {
    onReady: invoke,
    onIdle: invoke,
    onInitError: ignore,
    onResponse: ignore,
    onError: ignore,
    onGone: ignore,
    onAbandoned: invoke,
  });
  return `http://127.0.0.1:${seat.port}`;
}

const endpoints = await Promise.all(Array.from({ length: ENVIRONMENTS }, open));
console.log(JSON.stringify({ event: 'ready', endpoint: endpoints[0], endpoints, pid: process.pid }));
