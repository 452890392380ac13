/** What the page says of a setting, as far as package.json knows it. */
interface SettingSchema {
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly order?: number;
}

interface ConfigurationSection {
  readonly title?: string;
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
    (_all, begin: string, end: string) => begin + renderSections(manifest, texts) + end,
  );
}

/** A table for each section of the Settings editor. */
function renderSections(manifest: Manifest, texts: Readonly<Record<string, string>>): string {
  const configuration = manifest.contributes?.configuration ?? [];
  const sections: readonly ConfigurationSection[] = Array.isArray(configuration)
    ? configuration
    : [configuration];
  return sections
    .filter(({ properties = {} }) => Object.keys(properties).length > 0)
    .map((section) => {
      const heading = section.title === undefined ? '' : `## ${translate(section.title, texts)}\n\n`;
      return heading + renderTable(section, texts);
    })
    .join('\n');
}

function renderTable(
  { properties = {} }: ConfigurationSection,
  texts: Readonly<Record<string, string>>,
): string {
  const rows = Object.entries(properties)
    .sort(([keyA, a], [keyB, b]) => (a.order ?? Infinity) - (b.order ?? Infinity) || keyA.localeCompare(keyB))
    .map(([key, schema]) => {
      const description = schema.markdownDescription ?? schema.description ?? '';
      const text = translate(description, texts).replaceAll(/`#([\w.]+)#`/g, '`$1`');
      return `| \`${key}\` | \`${JSON.stringify(schema.default)}\` | ${escapeCell(text)} |`;
    });
  return `${['| setting | default | what it does |', '| --- | --- | --- |', ...rows].join('\n')}\n`;
}

function translate(text: string, texts: Readonly<Record<string, string>>): string {
  const [, key] = /^%(.+)%$/.exec(text) ?? [];
  return key === undefined ? text : (texts[key] ?? text);
}

function escapeCell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll(/\s*\n\s*/g, ' ');
}
