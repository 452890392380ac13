import type { NoteKeeper } from '../engine/base/noteKeeper.ts';
import { qualifiedArnOf, readFunctionName } from './functionName.ts';
import { DEFAULT_SETTINGS, type Mapping, mappingArnOf, type MappingSettings } from './mapping.ts';
import { MAPPING_NOTE } from './mappingNote.ts';

interface SavedMapping {
  readonly id: string;
  readonly region: string;
  readonly account: string;
  readonly queueArn: string;
  readonly functionArn: string;
  readonly settings: Partial<MappingSettings>;
  readonly modifiedAt: number;
  readonly isDeclared: boolean;
  readonly tags: readonly (readonly [string, string])[];
}

interface SavedMappings {
  readonly version: 1;
  readonly mappings: readonly SavedMapping[];
}

/** Reads what {@link saveMappings} wrote. What is damaged is left out and reported: the broker starts without it. */
export function loadMappings(notes: NoteKeeper | undefined): {
  readonly mappings: readonly Mapping[];
  readonly problems: readonly string[];
} {
  const text = notes?.readNote(MAPPING_NOTE);
  if (text === undefined) return { mappings: [], problems: [] };
  const problems: string[] = [];
  try {
    const { mappings } = JSON.parse(text) as SavedMappings;
    return { mappings: mappings.flatMap((saved) => restoreMapping(saved, problems)), problems };
  } catch (error) {
    return {
      mappings: [],
      problems: [`the note ${MAPPING_NOTE} cannot be read: ${(error as Error).message}`],
    };
  }
}

/** One that is damaged takes none of the others with it. */
function restoreMapping(saved: SavedMapping, problems: string[]): Mapping[] {
  try {
    const { id, region, account, queueArn, functionArn, settings, modifiedAt, isDeclared, tags } = saved;
    const reference = readFunctionName({ region, account }, functionArn);
    if (reference === undefined || qualifiedArnOf(reference) !== functionArn || !isSound(saved))
      throw new Error('a member has another form');
    return [
      {
        id,
        arn: mappingArnOf({ region, account }, id),
        region,
        account,
        queueArn,
        functionName: reference.name,
        functionArn,
        settings: { ...DEFAULT_SETTINGS, ...settings },
        modifiedAt,
        isDeclared,
        tags: new Map(tags),
      },
    ];
  } catch (error) {
    problems.push(
      `the mapping ${JSON.stringify(saved?.id ?? null).slice(0, 100)} cannot be restored: ${(error as Error).message}`,
    );
    return [];
  }
}

function isSound({ id, region, account, queueArn, settings, modifiedAt, isDeclared }: SavedMapping): boolean {
  const { batchSize, windowSeconds, patterns = [] } = settings;
  return (
    [id, region, account, queueArn].every((each) => typeof each === 'string') &&
    [batchSize, windowSeconds, modifiedAt].every((each) => typeof each === 'number') &&
    typeof isDeclared === 'boolean' &&
    patterns.every((each) => typeof each === 'string')
  );
}

export function saveMappings(notes: NoteKeeper, mappings: readonly Mapping[]): void {
  const saved: SavedMappings = {
    version: 1,
    mappings: mappings.map(
      ({ id, region, account, queueArn, functionArn, settings, modifiedAt, isDeclared, tags }) => ({
        id,
        region,
        account,
        queueArn,
        functionArn,
        settings,
        modifiedAt,
        isDeclared,
        tags: [...tags],
      }),
    ),
  };
  const text = JSON.stringify(saved);
  if (notes.readNote(MAPPING_NOTE) !== text) notes.writeNote(MAPPING_NOTE, text);
}
