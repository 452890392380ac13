// The cases of these files, for both protocols, through a gateway. All cases: QUEUESIDE_CONFORMANCE_THROUGH=gateway.
import './support/throughGateway.ts';
import './createQueue.test.ts';
import './deadLetters.test.ts';
import './declaredErrors.test.ts';
import './messages.test.ts';
import './queryJson.test.ts';
import './queueAttributes.test.ts';
import './queues.test.ts';
import './receiveMessage.test.ts';
import './sdk.test.ts';
import './sendMessage.test.ts';
