/** Longer bodies are not read: to parse them would block all other calls. */
export const PARSED_BYTES = 262_144;

/** Members of an error that a function reports; each may be anything. */
export interface ErrorMembers {
  readonly errorMessage?: unknown;
  readonly errorType?: unknown;
  readonly stackTrace?: unknown;
}

/** Reads the error of a function. @returns undefined: the body is too long, or no JSON object */
export function parseErrorMembers(body: Buffer): ErrorMembers | undefined {
  if (body.length === 0 || body.length > PARSED_BYTES) return undefined;
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
