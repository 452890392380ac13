import { Fragment } from 'preact';

/** The long name of a metric, which may go on in the next line where a word begins. */
export function BreakableName({ name }: { readonly name: string }) {
  return (
    <>
      {name.split(/(?<=[a-z])(?=[A-Z])/).map((word, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- words never move
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {word}
        </Fragment>
      ))}
    </>
  );
}
