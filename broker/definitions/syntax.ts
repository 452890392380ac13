import * as l10n from '@vscode/l10n';
import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { findTooDeep } from '../calls/jsonBounds.ts';
import { formatNumber } from '../language/numbers.ts';
import { MAXIMUM_FAULTS } from './jsonReader.ts';

/** A message body may be nested; the parser and the printer call themselves for each level. */
const MAXIMUM_DEPTH = 200;

/** Queues of a file, and members of the objects that make a queue; what is deeper is the contents of messages and policies. */
const MAXIMUM_MEMBERS = 1000;
const FILE_DEPTH = 1;
const QUEUES_DEPTH = 2;
const MEMBERS_DEPTH = 4;

/** What keeps a text from being JSON with comments and trailing commas. */
interface SyntaxFault {
  readonly offset: number;
  readonly length: number;
  readonly message: string;
}

/** Thrown and caught in this file only: the parser does not ask whether to continue. */
class EnoughError extends Error {}

/** Looks through a text without keeping what is in it, up to as many faults as are reported. */
export function findSyntaxFaults(text: string): readonly SyntaxFault[] {
  const tooDeep = findTooDeep(text, MAXIMUM_DEPTH);
  if (tooDeep !== undefined) {
    return [
      { offset: tooDeep, length: 1, message: l10n.t('Nested more than {0} levels deep.', MAXIMUM_DEPTH) },
    ];
  }
  let faults: SyntaxFault[] = [];
  let depth = 0;
  /** How many members the object has at each level that the parser is in. */
  const members = new Uint32Array(MAXIMUM_DEPTH + 1);
  const enter = (): void => {
    depth++;
    members[depth] = 0;
  };
  /** The member of the file that the parser is in. */
  let part = '';
  const countMember = (name: string, offset: number, length: number): void => {
    if (depth === FILE_DEPTH) part = name;
    const count = (members[depth] ?? 0) + 1;
    members[depth] = count;
    if (count <= MAXIMUM_MEMBERS || depth > MEMBERS_DEPTH) return;
    const maximum = formatNumber(MAXIMUM_MEMBERS);
    const message =
      depth === QUEUES_DEPTH && part === 'queues'
        ? l10n.t('A file may have at most {0} queues; this is one more.', maximum)
        : l10n.t('At most {0} members; this is one more.', maximum);
    // This is more specific than the earlier problem.
    faults = [{ offset, length, message }];
    throw new EnoughError();
  };
  const leave = (): void => {
    depth--;
  };
  try {
    visit(
      text,
      {
        onObjectBegin: enter,
        onObjectEnd: leave,
        onObjectProperty: countMember,
        onArrayBegin: enter,
        onArrayEnd: leave,
        onError: (code, offset, length) => {
          faults.push({ offset, length, message: describe(code) });
          if (faults.length === MAXIMUM_FAULTS) throw new EnoughError();
        },
      },
      { allowTrailingComma: true },
    );
  } catch (error) {
    if (!(error instanceof EnoughError)) throw error;
  }
  return faults;
}

/** What the parser reports, by its name for it; it has no texts of its own. */
function describe(code: ParseErrorCode): string {
  const name = printParseErrorCode(code);
  switch (name) {
    case 'InvalidSymbol':
      return l10n.t('Invalid symbol.');
    case 'InvalidNumberFormat':
      return l10n.t('Invalid number format.');
    case 'PropertyNameExpected':
      return l10n.t('Property name expected.');
    case 'ValueExpected':
      return l10n.t('Value expected.');
    case 'ColonExpected':
      return l10n.t('Colon expected.');
    case 'CommaExpected':
      return l10n.t('Comma expected.');
    case 'CloseBraceExpected':
      return l10n.t('Close brace expected.');
    case 'CloseBracketExpected':
      return l10n.t('Close bracket expected.');
    case 'EndOfFileExpected':
      return l10n.t('End of file expected.');
    case 'InvalidCommentToken':
      return l10n.t('Invalid comment token.');
    case 'UnexpectedEndOfComment':
      return l10n.t('Unexpected end of comment.');
    case 'UnexpectedEndOfString':
      return l10n.t('Unexpected end of string.');
    case 'UnexpectedEndOfNumber':
      return l10n.t('Unexpected end of number.');
    case 'InvalidUnicode':
      return l10n.t('Invalid Unicode escape sequence.');
    case 'InvalidEscapeCharacter':
      return l10n.t('Invalid escape character.');
    case 'InvalidCharacter':
      return l10n.t('Invalid character.');
    default:
      return name;
  }
}
