import { chooseInk, luminanceOf } from '../../shared/luminance.ts';
import { isHighContrast } from '../../shared/themeColors.ts';
import { EVENT_KIND_LIST, EVENT_KINDS, type KindPresentation } from '../../shared/life/eventKinds.ts';

/** A colour with a hatch of its own, so that colour is never the only sign. */
export interface ConsumerStyle {
  readonly color: string;
  /** For text on it. */
  readonly ink: string;
  /** Repeats; fills a bar. */
  readonly fill: CanvasPattern | string;
  /** Stripes on nothing: held. */
  readonly heldFill: CanvasPattern | string;
}

/** The colours and signs that a canvas cannot inherit from the page. */
export interface LaneTheme {
  readonly foreground: string;
  readonly dim: string;
  readonly background: string;
  /** How much of {@link dim} the lines behind the lanes have. */
  readonly gridAlpha: number;
  readonly font: string;
  readonly smallFont: string;
  readonly tones: Readonly<Record<KindPresentation['tone'], string>>;
  /** The codicon of each event kind as a character of the icon font. */
  readonly glyphs: ReadonlyMap<string, string>;
  readonly iconFont: string;
  consumer(index: number): ConsumerStyle;
}

const CONSUMER_VARIABLES = [
  '--vscode-charts-purple',
  '--vscode-charts-blue',
  '--vscode-charts-green',
  '--vscode-charts-orange',
  '--vscode-charts-yellow',
] as const;
const HATCHES = ['none', 'rising', 'dots', 'falling', 'cross', 'horizontal'] as const;
type Hatch = (typeof HATCHES)[number];
const TILE_PX = 6;

/** Reads the theme of the page as it is now. */
export function readLaneTheme(element: HTMLElement, context: CanvasRenderingContext2D): LaneTheme {
  const style = getComputedStyle(element);
  const read = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  const foreground = style.color;
  const dim = read('--vscode-descriptionForeground', foreground);
  const styles = new Map<number, ConsumerStyle>();
  return {
    foreground,
    dim,
    background: read('--vscode-panel-background', read('--vscode-editor-background', 'Canvas')),
    gridAlpha: isHighContrast() ? 0.35 : 0.15,
    font: `12px ${style.fontFamily}`,
    smallFont: `11px ${style.fontFamily}`,
    tones: {
      neutral: read('--tone-neutral', foreground),
      start: read('--tone-start', foreground),
      active: read('--tone-active', foreground),
      good: read('--tone-good', foreground),
      warning: read('--tone-warning', foreground),
      bad: read('--tone-bad', foreground),
    },
    glyphs: readGlyphs(element),
    iconFont: '14px codicon',
    consumer: (index) => {
      const known = styles.get(index);
      if (known !== undefined) return known;
      const variable = CONSUMER_VARIABLES[index % CONSUMER_VARIABLES.length] ?? CONSUMER_VARIABLES[0];
      const made = makeConsumerStyle(
        context,
        read(variable, foreground),
        HATCHES[index % HATCHES.length] ?? 'none',
      );
      styles.set(index, made);
      return made;
    },
  };
}

/** The characters that the icon font's style sheet gives to the icons of events. */
function readGlyphs(element: HTMLElement): ReadonlyMap<string, string> {
  const glyphs = new Map<string, string>();
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  for (const kind of EVENT_KIND_LIST) {
    probe.className = `codicon codicon-${EVENT_KINDS[kind].icon}`;
    const content = getComputedStyle(probe, '::before').content;
    glyphs.set(kind, content.replaceAll('"', ''));
  }
  probe.remove();
  return glyphs;
}

function makeConsumerStyle(context: CanvasRenderingContext2D, color: string, hatch: Hatch): ConsumerStyle {
  const ink = chooseInk(readLuminance(context, color));
  const line = ink === '#000000' ? 'rgba(0, 0, 0, 0.45)' : 'rgba(255, 255, 255, 0.55)';
  return {
    color,
    ink,
    fill: hatch === 'none' ? color : makePattern(context, color, line, hatch),
    heldFill: makePattern(context, undefined, color, 'vertical'),
  };
}

function makePattern(
  context: CanvasRenderingContext2D,
  ground: string | undefined,
  line: string,
  hatch: Hatch | 'vertical',
): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = TILE_PX;
  tile.height = TILE_PX;
  const pen = tile.getContext('2d');
  if (pen === null) return line;
  if (ground !== undefined) {
    pen.fillStyle = ground;
    pen.fillRect(0, 0, TILE_PX, TILE_PX);
  }
  pen.strokeStyle = line;
  pen.fillStyle = line;
  pen.lineWidth = 1.2;
  pen.beginPath();
  // Each line also where it leaves the tile and comes back on the other side.
  for (const shift of [-TILE_PX, 0, TILE_PX]) {
    if (hatch === 'rising' || hatch === 'cross') {
      pen.moveTo(shift, TILE_PX);
      pen.lineTo(shift + TILE_PX, 0);
    }
    if (hatch === 'falling' || hatch === 'cross') {
      pen.moveTo(shift, 0);
      pen.lineTo(shift + TILE_PX, TILE_PX);
    }
  }
  if (hatch === 'horizontal') {
    pen.moveTo(0, 3.5);
    pen.lineTo(TILE_PX, 3.5);
  }
  if (hatch === 'dots') pen.fillRect(2, 2, 2, 2);
  if (hatch === 'vertical') pen.fillRect(0, 0, 2.5, TILE_PX);
  pen.stroke();
  return context.createPattern(tile, 'repeat') ?? line;
}

/** Relative luminance, 0 to 1, of any colour that the canvas understands. */
function readLuminance(context: CanvasRenderingContext2D, color: string): number {
  const before = context.fillStyle;
  context.fillStyle = color;
  const text = context.fillStyle;
  context.fillStyle = before;
  const hex = /^#([0-9a-f]{6})$/iu.exec(text)?.[1];
  const parts =
    hex === undefined
      ? (text.match(/[\d.]+/gu) ?? []).slice(0, 3).map(Number)
      : [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const [red = 0, green = 0, blue = 0] = parts;
  return luminanceOf(red, green, blue);
}
