import { batch, signal } from '@preact/signals';
import { JsonLayout, type LaidOut } from '../../../broker/protocol/jsonLayout.ts';
import type { Later } from '../../shared/later.ts';
import { decodeBase64 } from './hexRows.ts';
import { JsonTree } from './jsonTree.ts';
import { LONGEST_ROW, RowIndex } from './rowIndex.ts';
import { TextSearch } from './textSearch.ts';

/** How a content is shown. `bytes` decodes base64, for what is binary. */
export const BODY_FORMS = ['pretty', 'tree', 'raw', 'hex', 'bytes'] as const;

export type BodyForm = (typeof BODY_FORMS)[number];

/** Why a content is not shown as it was asked for. */
export type LayoutProblem = Exclude<LaidOut, { readonly kind: 'done' }>;

/**
 * Reads a content of up to a megabyte so that its start is seen at once: lays JSON out, finds the rows, builds the tree and
 * searches, each in steps of a few milliseconds, between which the page draws and hears the keyboard.
 */
export class BodyReader {
  /** Rises when something new can be drawn. */
  readonly revision = signal(0);
  readonly form = signal<BodyForm>('raw');
  private readonly later: Later;
  private source = '';
  private columns = LONGEST_ROW;
  private layout: JsonLayout | undefined;
  /** What the layout wrote, as far as it is shown. */
  private laidOut = '';
  /** Written, and not shown yet: joining a text at every step would copy it as often. */
  private pieces: string[] = [];
  private pieceLength = 0;
  private rowIndex = new RowIndex(LONGEST_ROW);
  private builtTree: JsonTree | undefined;
  private search: TextSearch | undefined;
  private decoded: Uint8Array | undefined;
  private drawnRows = 0;
  private drawnHits = 0;
  private isWorking = false;

  constructor(later: Later) {
    this.later = later;
  }

  /** @param form how it is shown at first */
  show(source: string, form: BodyForm): void {
    batch(() => {
      this.source = source;
      this.layout = undefined;
      this.laidOut = '';
      this.pieces = [];
      this.pieceLength = 0;
      this.builtTree = undefined;
      this.setForm(form);
    });
  }

  setForm(form: BodyForm): void {
    this.form.value = form;
    this.decoded = undefined;
    if (this.isLaidOut && this.layout === undefined) this.layout = new JsonLayout(this.source);
    this.readRowsAgain();
  }

  /** Of one row; absent: lines are not wrapped. */
  setColumns(columns: number = LONGEST_ROW): void {
    if (columns === this.columns) return;
    this.columns = columns;
    this.readRowsAgain();
  }

  setSearch(query: string, matchesCase: boolean): void {
    this.search = query === '' ? undefined : new TextSearch(query, matchesCase);
    this.drawnHits = 0;
    this.redraw();
    this.work();
  }

  /** The text of the rows, as far as it is read. */
  get text(): string {
    return this.isLaidOut && this.problem === undefined ? this.laidOut : this.source;
  }

  get rows(): RowIndex {
    return this.rowIndex;
  }

  /** Room for the numbers of the lines. It does not grow while they are counted: that would wrap the lines again. */
  get lineDigits(): number {
    return Math.max(3, String(this.source.length).length);
  }

  get hits(): TextSearch | undefined {
    return this.search;
  }

  /** Undefined until the body is known to be JSON, or when it is none. */
  get tree(): JsonTree | undefined {
    return this.form.value === 'tree' && this.builtTree?.isRead === true ? this.builtTree : undefined;
  }

  /** Opens or closes all values of the tree. */
  openTree(isOpen: boolean): void {
    this.tree?.setAllOpen(isOpen);
    this.redraw();
  }

  /** Of the forms that need JSON. */
  get problem(): LayoutProblem | undefined {
    const outcome = this.isLaidOut ? this.layout?.outcome : undefined;
    return outcome === undefined || outcome.kind === 'done' ? undefined : outcome;
  }

  get bytes(): Uint8Array {
    this.decoded ??=
      (this.form.value === 'bytes' ? decodeBase64(this.source) : undefined) ??
      new TextEncoder().encode(this.source);
    return this.decoded;
  }

  /** Whether there is more to read. */
  get isReading(): boolean {
    return this.chooseStep() !== undefined;
  }

  /** Does one step. @returns how many characters or lines it read; undefined when all is read */
  step(): number | undefined {
    return this.chooseStep()?.();
  }

  private get isLaidOut(): boolean {
    return this.form.value === 'pretty' || this.form.value === 'tree';
  }

  /** The rows of what is there come first: they are what is seen. */
  private chooseStep(): (() => number) | undefined {
    if (this.form.value === 'hex' || this.form.value === 'bytes') return undefined;
    if (this.form.value !== 'tree' && !this.rowIndex.hasRead(this.text)) return () => this.stepRows();
    if (this.isLaidOut && this.layout?.outcome === undefined) return () => this.stepLayout();
    if (this.form.value === 'tree' && this.problem === undefined) {
      this.builtTree ??= new JsonTree(this.laidOut);
      if (!this.builtTree.isRead) return () => this.stepTree();
    }
    if (this.form.value === 'tree' && this.problem !== undefined && !this.rowIndex.hasRead(this.text))
      return () => this.stepRows();
    if (this.search !== undefined && !this.search.hasRead(this.text)) return () => this.stepSearch();
    return undefined;
  }

  private stepLayout(): number {
    const { layout } = this;
    if (layout === undefined) return 0;
    const work = layout.step();
    const piece = layout.take();
    this.pieces.push(piece);
    this.pieceLength += piece.length;
    const isDone = layout.outcome !== undefined;
    // As much again as is shown: what is joined altogether is twice the text.
    if (isDone || this.pieceLength >= this.laidOut.length) {
      this.laidOut += this.pieces.join('');
      this.pieces = [];
      this.pieceLength = 0;
    }
    if (this.problem !== undefined) this.readRowsAgain();
    return work;
  }

  private stepRows(): number {
    const work = this.rowIndex.step(this.text);
    const { count } = this.rowIndex;
    if (this.drawnRows === 0 || count >= 2 * this.drawnRows || this.rowIndex.hasRead(this.text)) {
      this.drawnRows = count;
      this.redraw();
    }
    return work;
  }

  private stepTree(): number {
    const work = this.builtTree?.step() ?? 0;
    if (this.builtTree?.isRead === true) this.redraw();
    return work;
  }

  private stepSearch(): number {
    const { search } = this;
    if (search === undefined) return 0;
    const work = search.step(this.text);
    if (this.drawnHits === 0 || search.count >= 2 * this.drawnHits || search.hasRead(this.text)) {
      this.drawnHits = search.count;
      this.redraw();
    }
    return work;
  }

  private readRowsAgain(): void {
    this.rowIndex = new RowIndex(this.columns);
    this.drawnRows = 0;
    if (this.search !== undefined) this.search = this.search.again();
    this.drawnHits = 0;
    this.redraw();
    this.work();
  }

  private redraw(): void {
    this.revision.value = this.revision.peek() + 1;
  }

  private work(): void {
    if (this.isWorking) return;
    this.isWorking = true;
    this.later(() => this.takeTurn());
  }

  private takeTurn(): void {
    this.step();
    if (this.isReading) {
      this.later(() => this.takeTurn());
      return;
    }
    this.isWorking = false;
    this.redraw();
  }
}
