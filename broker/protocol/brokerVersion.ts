/** Version of the broker program: the package's own (a test compares them; reading the file would cost start time). */
export const BROKER_VERSION = '0.1.0';
