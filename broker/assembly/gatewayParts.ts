// What the bundle of the gateway takes from that of the broker (esbuild.mjs), so that the package has it once. All of it is loaded at
// the start of a broker anyway; what is not, the functions here load later.
export * from '@vscode/l10n';
export { isLoopbackName } from '../addresses/loopback.ts';
export { ACTION_DECLARATIONS } from '../api/actions.ts';
export { listAddresses } from './addresses.ts';
export { openLaunchAuthority } from './authority.ts';
export { HttpServers } from './httpServers.ts';
export { openSecurePort } from './httpsEndpoint.ts';
export { guardProcess, Lifecycle, logLine } from './lifecycle.ts';
export { EXIT_ADDRESS, EXIT_CONFIG, failToStart, say } from './startLines.ts';
export { encodeStrictly } from '../auth/canonicalRequest.ts';
export { SigningKeyCache } from '../auth/signingKey.ts';
export { signRequest } from '../auth/signRequest.ts';
export { decodeBase64 } from '../calls/base64.ts';
export { readForm } from '../calls/form.ts';
export { refuseJson } from '../calls/jsonBounds.ts';
export { pathOf, queryTextOf } from '../calls/requestTarget.ts';
export { escapeXml } from '../calls/xmlText.ts';
export { PagedContents } from '../contents/pagedContents.ts';
export { CONTROL_PATH } from '../control/channel/admission.ts';
export { notFound } from '../control/channel/answer.ts';
export { KEEP_ALIVE } from '../control/channel/keepAlive.ts';
export { ControlFront } from '../control/dispatch/front.ts';
export { createMethodTable } from '../control/dispatch/methodTable.ts';
export { createConsumerHandlers } from '../control/handlers/broker.ts';
export { createFaultHandlers } from '../control/handlers/faults.ts';
export { createFindingHandlers } from '../control/handlers/findings.ts';
export { createTraceHandlers } from '../control/handlers/trace.ts';
export { HoldRegistry } from '../control/holds.ts';
export { forgetOldest } from '../engine/base/forgetOldest.ts';
export { fail, succeed } from '../engine/base/result.ts';
export { countChunks, measureMessage } from '../engine/rules/messageSize.ts';
export { IndexedHeap } from '../engine/state/indexedHeap.ts';
export { FaultRegistry } from '../faults/registry.ts';
export { isAlive } from '../files/isAlive.ts';
export { Findings } from '../findings/findings.ts';
export { createGuardRules, refuseRequest } from '../http/guard.ts';
export { chooseLanguage } from '../language/chooseLanguage.ts';
export { useLanguage } from '../language/useLanguage.ts';
export { limitYoungObjects } from '../process/garbageCollector.ts';
export { readLine } from '../process/secrets.ts';
export { ACCESS_KEY_PATTERN } from '../protocol/accessKeyId.ts';
export { BROKER_VERSION } from '../protocol/brokerVersion.ts';
export { NAME } from '../protocol/commonShapes.ts';
export { FAULTS, faultsChanged, isFaultOn } from '../protocol/faults.ts';
export { findingsChanged } from '../protocol/findings.ts';
export { NO_PARAMS, notification, request, type } from '../protocol/method.ts';
export { METHODS } from '../protocol/methods.ts';
export { isRecord } from '../protocol/isRecord.ts';
export { parseRecord } from '../protocol/parseRecord.ts';
export {
  dictionaryOf,
  listOf,
  matching,
  oneOf,
  optional,
  shape,
  text,
  wholeNumber,
  yesOrNo,
} from '../protocol/shape.ts';
export { PROTOCOL_VERSION } from '../protocol/version.ts';
export { authenticateExchange } from '../sqs/calls/access.ts';
export { answerFailure, answerSuccess } from '../sqs/calls/answers.ts';
export { readCallHead } from '../sqs/calls/callHead.ts';
export { identifyCaller, readClaimedIdentity, readQueryIdentity } from '../sqs/calls/callerIdentity.ts';
export { answerDefect } from '../sqs/calls/defect.ts';
export { trackWaitingRequest } from '../sqs/calls/waiting.ts';
export { createFrontServer } from '../sqs/http/server.ts';
export { ERROR_TABLE } from '../sqs/wire/errorCodes.ts';
export { decodeJson, isPrintableAsciiJson } from '../sqs/wire/json.ts';
export { decodeQuery } from '../sqs/wire/query.ts';
export { parseQueuePath } from '../sqs/wire/queueUrl.ts';
export { systemSchedule } from '../time/schedule.ts';
export { Throttle } from '../time/throttle.ts';
export { ConsumerRegistry } from '../trace/consumers.ts';
export { RecentMap } from '../trace/recentMap.ts';
export { TraceRecord } from '../trace/record.ts';
export { TraceRecorder } from '../trace/recorder.ts';
