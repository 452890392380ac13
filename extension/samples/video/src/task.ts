/** The part of an event of Amazon S3 that is used here. The test message of a new bucket has no records. */
interface BucketEvent {
  readonly Records?: readonly {
    readonly eventName: string;
    readonly s3: { readonly object: { readonly key: string } };
  }[];
}

/** The keys of the uploads that a message is about. A deleted upload needs no work. */
export function readUploads(body = ''): string[] {
  const { Records = [] } = JSON.parse(body) as BucketEvent;
  return (
    Records.filter(({ eventName }) => eventName.startsWith('ObjectCreated:'))
      // The key is encoded like the value of a form.
      .map(({ s3 }) => checkUpload(decodeURIComponent(s3.object.key.replaceAll('+', ' '))))
  );
}

/** Anybody may send a message: it must not name a file that is no upload. */
function checkUpload(key: string): string {
  if (!/^uploads\/[^/]+$/.test(key) || key.endsWith('/..')) throw new Error('the message names no upload');
  return key;
}
