/** Under which the levels of connections are remembered on this machine. A file of its own: a window without connections looks, too. */
export const LEVELS_KEY = 'queueside.connectionLevels';
