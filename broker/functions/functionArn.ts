/** The ARN of a function, without a version or an alias. */
export function functionArnOf(
  { region, account }: { readonly region: string; readonly account: string },
  name: string,
): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}
