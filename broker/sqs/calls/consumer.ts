/** Groups the calls of one program: its key id and the first word of its user agent, such as `aws-sdk-js/3.1169.0`. */
export function formatConsumerId(accessKeyId: string, userAgent: string): string {
  const space = userAgent.indexOf(' ');
  const product = space === -1 ? userAgent : userAgent.slice(0, space);
  return product === '' ? accessKeyId : `${accessKeyId} ${product}`;
}
