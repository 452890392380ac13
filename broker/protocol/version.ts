/**
 * Version of the control protocol. Increased by one with every change that an older peer would misread; peers with
 * different versions disconnect at `initialize` (capabilities.experimental.queuesideProtocol), and the extension
 * restarts the broker.
 */
export const PROTOCOL_VERSION = 5;
