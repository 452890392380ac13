/**
 * JSON-RPC error codes of the product's own methods, in the range that JSON-RPC leaves to servers. -32002 is LSP's
 * ServerNotInitialized.
 */
export const CONTROL_ERROR_CODES = {
  /** The params do not have the shape that the method documents. */
  invalidParams: -32602,
  /** The queue service rejected the call; `data` is a {@link ServiceErrorData}. */
  serviceError: -32001,
  /** The named queue, message or subscription does not exist (anymore). */
  notFound: -32003,
} as const;

/** `error.data` of a rejected call. */
export interface ServiceErrorData {
  /** The SQS error code, such as `InvalidParameterValue`. */
  readonly code: string;
  /** The parameter that the error is about, if any, spelled as in Amazon SQS. */
  readonly parameter?: string;
}
