/**
 * What a message asks for: a task of the producer, or the uploads in an event of the bucket. Its other events ask for
 * nothing: the test message has no records, and a deleted picture needs no mark.
 *
 * @param {string | undefined} body
 * @returns {{ key: string, text: string }[]}
 */
export function parseTasks(body = '') {
  const message = JSON.parse(body);
  if (message.Event === 's3:TestEvent') return [];
  if (!message.Records) return [checkTask(message)];
  return message.Records.filter((/** @type {any} */ { eventName }) =>
    eventName.startsWith('ObjectCreated:'),
  ).map(
    // The key is encoded like the value of a form.
    (/** @type {any} */ { s3 }) => checkTask({ key: decodeURIComponent(s3.object.key.replaceAll('+', ' ')) }),
  );
}

/** @param {{ key?: unknown, text?: unknown }} task */
function checkTask({ key, text = 'Watermark' }) {
  // Only an upload: another picture could be its own result, and would get a mark with each delivery.
  if (typeof key !== 'string' || !key.startsWith('uploads/') || key.split('/').includes('..'))
    throw new Error('the task names no uploaded picture');
  return { key, text: String(text) };
}
