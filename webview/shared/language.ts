import * as l10n from '@vscode/l10n';

const page = typeof document === 'undefined' ? undefined : document;

/** The language of the page, such as `de`: numbers and dates are written in it. */
export const LANGUAGE = page?.documentElement.lang || 'en';

// Import this file before all others: some texts are read when their file is loaded.
const texts = page?.getElementById('texts')?.textContent;
if (texts) l10n.config({ contents: texts });
