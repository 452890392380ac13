import { ROOMS } from './importRules.ts';
import { HOST, PREACT } from './rooms/room.ts';

/** The table of docs/architecture.md, a line each, with a line break at its end. */
export function printRooms(): string {
  const common = new Set([...HOST, ...PREACT]);
  const rows = Object.entries(ROOMS).map(([folder, { runs, purpose, imports, typesOf, packages }]) => {
    const shorten = (name: string) => `\`${shortenFor(folder, name)}\``;
    const from = [
      ...imports.map(shorten),
      ...typesOf.map((name) => `types of ${shorten(name)}`),
      ...packages.filter((name) => !common.has(name)).map((name) => `the package \`${name}\``),
    ];
    return `| \`${folder}\` | ${runs} | ${purpose} | ${from.join(', ') || 'nothing'} |`;
  });
  return `${['| folder | runs in | what it is for | may import |', '| --- | --- | --- | --- |', ...rows].join('\n')}\n`;
}

/** In the rows of the broker its own folders go without the floor's name. */
function shortenFor(folder: string, name: string): string {
  return folder.startsWith('broker') ? name.replace(/^broker\//, '') : name;
}
