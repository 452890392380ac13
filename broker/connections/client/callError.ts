/** The parts of an error that the SDK throws, as far as it has them. */
export interface CallError {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  /** HTTP; 0 without a response. */
  readonly status: number;
  readonly hasCode: boolean;
  /** Origin of the call that failed; absent: the endpoint. */
  readonly origin?: string;
  /** Where the socket was to go, if that is known: a host name or an IP address, and a port. */
  readonly peer?: { readonly host?: string; readonly port?: number };
  /** A call for keys failed, such as one that assumes a role, before the one that was asked for. */
  readonly isOfKeys: boolean;
  /** Of calls with messages: whether one may have been sent or received all the same. */
  readonly isUnsure?: boolean;
}

/** Also of a role that is assumed. */
export const DENIED =
  /^(?:AccessDenied(?:Exception)?|AuthorizationError|UnauthorizedOperation|KMS\.AccessDeniedException|KmsAccessDenied)$/;

export function readError(error: unknown): CallError {
  const members = toMembers(error);
  const { name = '', message = '', code, $metadata, origin, isOfKeys, isUnsure } = members;
  const { httpStatusCode } = toMembers($metadata);
  const status = typeof httpStatusCode === 'number' ? httpStatusCode : 0;
  const text = String(name);
  return {
    name: text,
    message: String(message),
    code: typeof code === 'string' ? code : '',
    status,
    ...(typeof origin === 'string' && { origin }),
    ...readPeer(members),
    isOfKeys: isOfKeys === true,
    ...(typeof isUnsure === 'boolean' && { isUnsure }),
    hasCode: status !== 0 && !/^(?:|Error|SyntaxError|TypeError|UnknownError|Unknown)$/.test(text),
  };
}

/** Of errors of sockets and of names; of several addresses that were tried, the first. */
function readPeer(error: Readonly<Record<string, unknown>>): Pick<CallError, 'peer'> {
  const { hostname, address, port, errors } = error;
  const host = [hostname, address].find((each) => typeof each === 'string');
  if (host === undefined && typeof port !== 'number')
    return Array.isArray(errors) && errors.length > 0 ? readPeer(toMembers(errors[0])) : {};
  return {
    peer: { ...(host !== undefined && { host }), ...(typeof port === 'number' && { port }) },
  };
}

function toMembers(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

const MAXIMUM_LINE_CHARACTERS = 300;

/** What a peer or a file said, fit for one line. */
export function toLine(text: string): string {
  const line = text.replaceAll(/\p{Cc}+|\s+/gu, ' ').trim();
  return line.length > MAXIMUM_LINE_CHARACTERS ? `${line.slice(0, MAXIMUM_LINE_CHARACTERS)}…` : line;
}
