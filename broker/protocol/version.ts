/**
 * Version of the control protocol. Raised by one with every change that an older peer would misread; peers of different
 * versions part at `initialize` (capabilities.experimental.queuesideProtocol) and the extension restarts the broker.
 */
export const PROTOCOL_VERSION = 3;
