// In the bundle `aws.js`, this is in place of the packages that ask the metadata services of a machine for keys: those calls would
// not pass the request handler. Profiles that want them are rejected before (ADR 0036).

function reject(): never {
  throw new Error('Keys of a machine are not used.');
}

export const fromInstanceMetadata = reject;
export const fromContainerMetadata = reject;
export const fromHttp = reject;
