import * as l10n from '@vscode/l10n';
import { formatNumber } from '../language/numbers.ts';
import { MAXIMUM_TEXT_LENGTH } from './limits.ts';
import type { IacProblem } from './model.ts';
import type { TemplateNode } from './node.ts';
import { readJson } from './readJson.ts';
import { readToml } from './readToml.ts';
import { readYaml } from './readYaml.ts';
import { problemAt, Source } from './source.ts';
import { UnreadableError } from './unreadable.ts';

export interface ReadSource {
  readonly source: Source;
  /** Undefined: the text is empty, or cannot be read; then a problem says why. */
  readonly root: TemplateNode | undefined;
  readonly problems: readonly IacProblem[];
}

const BYTE_ORDER_MARK = '\uFEFF';
/** A line with a statement of Jinja, or a value that Helm or Jinja fills in. `{{resolve:…}}` is CloudFormation's own. */
const PLACEHOLDER = /^[ \t]*\{%|(?:^|[:\s-])\{\{-?\s*(?!resolve:)[\w.$]/m;

/** Reads YAML, JSON and TOML. */
export function readSource(file: string, fileText: string): ReadSource {
  // Editors do not count the mark either.
  const text = fileText.startsWith(BYTE_ORDER_MARK) ? fileText.slice(1) : fileText;
  const source = new Source(file, text.length > MAXIMUM_TEXT_LENGTH ? '' : text);
  const place = (start: number): { source: Source; start: number; end: number } => ({
    source,
    start,
    end: start,
  });
  if (text.length > MAXIMUM_TEXT_LENGTH) {
    const maximum = formatNumber(MAXIMUM_TEXT_LENGTH);
    const message = l10n.t('This file has more than {0} characters. It is not read.', maximum);
    return { source, root: undefined, problems: [problemAt(place(0), message)] };
  }
  const problems: IacProblem[] = [];
  try {
    const root = readRoot(source, (problem) => problems.push(problem));
    return { source, root, problems };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    const placeholder = PLACEHOLDER.exec(text);
    const problem =
      placeholder === null
        ? error.problem
        : problemAt(
            place(placeholder.index),
            l10n.t('This is a template of Helm or Jinja. Open the file that it makes instead.'),
          );
    return { source, root: undefined, problems: [...problems, problem] };
  }
}

function readRoot(source: Source, note: (problem: IacProblem) => void): TemplateNode | undefined {
  if (/\.toml$/i.test(source.file)) return readToml(source);
  const isJson = /^\s*[{[]/.test(source.text) && !/\.ya?ml$/i.test(source.file);
  return isJson ? readJson(source) : readYaml(source, note);
}
