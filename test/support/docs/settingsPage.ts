/** What the page says of a setting, as far as package.json knows it. */
interface SettingSchema {
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly order?: number;
}

interface ConfigurationSection {
  readonly properties?: Readonly<Record<string, SettingSchema>>;
}

export interface Manifest {
  readonly contributes?: { readonly configuration?: ConfigurationSection | readonly ConfigurationSection[] };
}

const SECTION = /(<!-- settings:begin[^\n]*-->\n)[^]*?(<!-- settings:end -->)/;

/**
 * Writes the settings of the manifest into docs/settings.md, between its markers.
 * @param texts of package.nls.json, by key
 */
export function putSettings(
  page: string,
  manifest: Manifest,
  texts: Readonly<Record<string, string>>,
): string {
  return page.replace(
    SECTION,
    (_all, begin: string, end: string) => begin + renderTable(manifest, texts) + end,
  );
}

function renderTable(manifest: Manifest, texts: Readonly<Record<string, string>>): string {
  const settings = listSettings(manifest);
  if (settings.length === 0) return '';
  const rows = settings.map(([key, schema]) => {
    const description = schema.markdownDescription ?? schema.description ?? '';
    const text = translate(description, texts).replaceAll(/`#([\w.]+)#`/g, '`$1`');
    return `| \`${key}\` | \`${JSON.stringify(schema.default)}\` | ${escapeCell(text)} |`;
  });
  return `${['| setting | default | what it does |', '| --- | --- | --- |', ...rows].join('\n')}\n`;
}

/** In the order in which VS Code shows them: by section, then `order`, then name. */
function listSettings(manifest: Manifest): [string, SettingSchema][] {
  const configuration = manifest.contributes?.configuration ?? [];
  const sections: readonly ConfigurationSection[] = Array.isArray(configuration)
    ? configuration
    : [configuration];
  return sections.flatMap((section) =>
    Object.entries(section.properties ?? {}).sort(
      ([keyA, a], [keyB, b]) => (a.order ?? Infinity) - (b.order ?? Infinity) || keyA.localeCompare(keyB),
    ),
  );
}

function translate(text: string, texts: Readonly<Record<string, string>>): string {
  const [, key] = /^%(.+)%$/.exec(text) ?? [];
  return key === undefined ? text : (texts[key] ?? text);
}

function escapeCell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll(/\s*\n\s*/g, ' ');
}
