import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import GithubSlugger from 'github-slugger';
import { withoutCodeBlocks } from './pages.ts';

/** How pages that are read elsewhere, such as on npm, link to files of this repository. */
const OWN_FILES = /^https:\/\/github\.com\/queueside\/queueside\/(?:blob|tree|raw)\/main\//;

/** The anchors that GitHub and the Marketplace give to the headings of a page. */
export function listAnchors(markdown: string): ReadonlySet<string> {
  const slugger = new GithubSlugger();
  const headings = withoutCodeBlocks(markdown).matchAll(/^#{1,6} +(.+?)(?: +#+)? *$/gm);
  return new Set([...headings].map(([, heading = '']) => slugger.slug(withoutMarkup(heading))));
}

/** Targets of all links and pictures of a page that lead to this repository. */
export function listLocalTargets(markdown: string): string[] {
  const text = withoutCodeBlocks(markdown).replaceAll(/`[^`\n]*`/g, '');
  const inline = text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g);
  const referenced = text.matchAll(/^ {0,3}\[[^\]]+\]:\s*(\S+)/gm);
  const tags = text.matchAll(/<(?:a|img)\b[^>]*?\b(?:href|src)="([^"]*)"/g);
  return [...inline, ...referenced, ...tags]
    .map(([, target]) => target ?? '')
    .filter((target) => OWN_FILES.test(target) || !/^[a-z][a-z\d+.-]*:/i.test(target));
}

/** The links of a page that lead to no file, no folder or no heading. */
export function listBrokenLinks(page: string, markdown: string): string[] {
  return listLocalTargets(markdown).filter((target) => {
    const [path = '', anchor] = target.split('#', 2).map(decodeURIComponent);
    if (path === '') return !listAnchors(markdown).has(anchor ?? '');
    const file = OWN_FILES.test(path) ? path.replace(OWN_FILES, '') : join(dirname(page), path);
    if (!existsSync(file)) return true;
    if (anchor === undefined) return false;
    if (!statSync(file).isFile() || !file.endsWith('.md')) return true;
    return !listAnchors(readFileSync(file, 'utf8')).has(anchor);
  });
}

/** A heading as it is read: links have their text only, and code no backticks. */
function withoutMarkup(heading: string): string {
  return heading.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*]/g, '');
}
