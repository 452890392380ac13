import { splitHidden } from '../../broker/protocol/hiddenCharacters.ts';

/** What a program wrote, in which characters that draw nothing are written out, as what was not typed like that. */
export function SeenText({ text }: { readonly text: string }) {
  return (
    <>
      {splitHidden(text).map((piece, place) =>
        piece.codePoints === undefined ? (
          piece.text
        ) : (
          <span key={place} class="hidden-character" title={piece.codePoints}>
            {piece.text}
          </span>
        ),
      )}
    </>
  );
}
