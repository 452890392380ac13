import { env, l10n, window } from 'vscode';

/**
 * Copies a text and confirms it, because nothing else on the screen changes. @param sign such as `Copied the endpoint.`
 */
export async function copyText(text: string, sign: string): Promise<void> {
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(`$(check) ${sign}`, 5_000);
}

/** For a page, whose button has said what is copied. */
export async function copyFromPage(text: string): Promise<void> {
  await copyText(text, l10n.t('Copied.'));
}
