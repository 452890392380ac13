import type { ComponentChildren } from 'preact';
import { Fragment } from 'preact';

interface SentenceProps {
  /** A translated text with `{0}`, `{1}` … where the elements go: their order depends on the language. */
  readonly text: string;
  readonly parts: readonly ComponentChildren[];
}

/** A sentence with elements in it, such as a name in bold or a link. */
export function Sentence({ text, parts }: SentenceProps) {
  return text
    .split(/\{(\d)\}/)
    .map((piece, index) => <Fragment key={index}>{index % 2 === 0 ? piece : parts[Number(piece)]}</Fragment>);
}
