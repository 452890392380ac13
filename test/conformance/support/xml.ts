/** An element of an answer: its children by name, in order, and its text. */
export interface Element {
  readonly name: string;
  readonly children: Element[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads an XML document strictly; throws for what is not well formed. Enough of XML for answers of the service. */
export function parseXml(document: string): Element {
  const root: Element = { name: '', children: [], text: '' };
  const open: Element[] = [root];
  const token = /<\?[^>]*\?>|<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[a-z]+="[^"]*")*)(\/?)>|([^<]+)/gy;
  let end = 0;
  for (const match of document.matchAll(token)) {
    end = match.index + match[0].length;
    const [, closing, name, , empty, text] = match;
    const current = open.at(-1) as Element;
    if (text !== undefined) {
      current.text += unescapeXml(text);
    } else if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`Unexpected </${name}> in ${document}`);
    } else if (name !== undefined) {
      const element: Element = { name, children: [], text: '' };
      current.children.push(element);
      if (empty === '') open.push(element);
    }
  }
  if (end !== document.length || open.length !== 1 || root.children.length !== 1) {
    throw new Error(`Not well-formed XML: ${document}`);
  }
  return root.children[0] as Element;
}

/** The text of the first child with this name. */
export function textOf(element: Element, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}

function unescapeXml(text: string): string {
  // oxlint-disable-next-line no-control-regex -- what XML cannot carry must not be there
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)) throw new Error('Illegal character');
  // A parser turns carriage returns that are not references into line feeds.
  const normalized = text.replace(/\r\n?/g, '\n');
  return normalized.replace(/&(#x[0-9A-Fa-f]+|[a-z]+);|&/g, (reference, name?: string) => {
    if (name === undefined) throw new Error('A bare ampersand');
    const replacement = name.startsWith('#x')
      ? String.fromCodePoint(Number.parseInt(name.slice(2), 16))
      : ENTITIES[name];
    if (replacement === undefined) throw new Error(`Unknown entity ${reference}`);
    return replacement;
  });
}
