import { env, window } from 'vscode';

/**
 * Copies a text and confirms it, because nothing else on the screen changes. @param sign such as `Copied the endpoint.`
 */
export async function copyText(text: string, sign: string): Promise<void> {
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(`$(check) ${sign}`, 5_000);
}
