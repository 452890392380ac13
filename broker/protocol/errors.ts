/**
 * JSON-RPC error codes of the product's own methods, in the range that JSON-RPC leaves to servers. -32002 is LSP's
 * ServerNotInitialized.
 */
export const CONTROL_ERROR_CODES = {
  /** The params do not have the shape that the method documents. */
  invalidParams: -32602,
  /** The queue service refused; `data` is a {@link ServiceErrorData}. */
  serviceError: -32001,
  /** The named queue, message or subscription is not there (any more). */
  notFound: -32003,
} as const;

/** What `error.data` of a refused call holds. */
export interface ServiceErrorData {
  /** The SQS error code, such as `InvalidParameterValue`. */
  readonly code: string;
  /** The member of the request that the error is about, in SQS's spelling, when it is about one. */
  readonly parameter?: string;
}
