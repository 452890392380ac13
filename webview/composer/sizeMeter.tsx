import { formatBytes, formatCount, formatQuantity } from '../shared/byteFormat.ts';
import type { ComposerStore } from './composerStore.ts';
import { CHUNK_BYTES } from './messageSize.ts';

/** How large the message is by the service's rule, against the limit, and how many requests it is billed as. */
export function SizeMeter({ store }: { readonly store: ComposerStore }) {
  const { totalBytes, bodyBytes, attributeBytes, chunks } = store.size.value;
  const maximumBytes = store.maximumBytes.value;
  const isOver = totalBytes > maximumBytes;
  const exact = `${formatCount(totalBytes)} of ${formatCount(maximumBytes)} bytes: body ${formatCount(bodyBytes)}, attributes ${formatCount(attributeBytes)}`;
  const billed = `${formatQuantity(chunks, 'chunk')} of ${formatBytes(CHUNK_BYTES)}`;
  return (
    <div
      class={`size-meter ${isOver ? 'over' : ''}`}
      title={`${exact}. Billed as ${formatQuantity(chunks, 'request')}.`}
    >
      <div
        class="meter"
        role="meter"
        aria-label="Message size"
        aria-valuemin={0}
        aria-valuemax={maximumBytes}
        aria-valuenow={Math.min(totalBytes, maximumBytes)}
        aria-valuetext={exact}
      >
        <span class="meter-fill" style={{ width: `${Math.min(100, (totalBytes / maximumBytes) * 100)}%` }} />
      </div>
      <span>
        {totalBytes < 1024 ? formatQuantity(totalBytes, 'byte') : formatBytes(totalBytes)} of{' '}
        {formatBytes(maximumBytes)}
      </span>
      {totalBytes > 0 && <span class="dim">{billed}</span>}
    </div>
  );
}
