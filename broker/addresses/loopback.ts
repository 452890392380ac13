const LOOPBACK_V4 = /^127(?:\.\d{1,3}){3}$/;

/**
 * Whether the host of a URL or of a Host header is this machine whatever a name server says.
 * @param name without a port, in lower case; IPv6 in brackets
 */
export function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || isLoopbackV4(name);
}

/** A whole dotted quad, so that `127.0.0.1.example.com` is not one. */
function isLoopbackV4(name: string): boolean {
  return LOOPBACK_V4.test(name) && name.split('.').every((part) => Number(part) <= 255);
}
