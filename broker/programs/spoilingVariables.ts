/**
 * Variables that a program may inherit from the shell and that would spoil the given pair of keys. The SDK for JavaScript
 * prefers AWS_PROFILE to keys in the environment; a token or an end of life belongs to another pair of keys.
 */
export const SPOILING_KEYS = ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_CREDENTIAL_EXPIRATION'] as const;

/** The SDK for .NET prefers a web identity to keys in the environment. */
export const SPOILING_IDENTITY = 'AWS_WEB_IDENTITY_TOKEN_FILE';

/** Where it is true, SDKs ignore the endpoint. */
export const ENDPOINT_REFUSAL = 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS';

/** Where one of them is true, SDKs ignore the endpoint, or fail because it is neither a FIPS nor a dual-stack endpoint of AWS. */
export const SPOILING_ENDPOINT = [
  ENDPOINT_REFUSAL,
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
] as const;

/**
 * Of these, an empty value is no value to every SDK. Not of AWS_PROFILE: an empty one is the name of a profile to the SDK for
 * Python, which then fails.
 */
export const EMPTIABLE: readonly string[] = ['AWS_SESSION_TOKEN', SPOILING_IDENTITY];
