import * as l10n from '@vscode/l10n';
import { formatBytes, formatCount } from '../shared/byteFormat.ts';
import { describeChunks } from '../shared/chunks.ts';
import { describeSize, forCount } from '../shared/quantities.ts';
import type { ComposerStore } from './composerStore.ts';

/** How large the message is by the service's rule, against the limit, and how many requests it is billed as. */
export function SizeMeter({ store }: { readonly store: ComposerStore }) {
  const { totalBytes, bodyBytes, attributeBytes, chunks } = store.size.value;
  const maximumBytes = store.maximumBytes.value;
  const isOver = totalBytes > maximumBytes;
  const exact = l10n.t(
    '{0} of {1} bytes: body {2}, attributes {3}',
    formatCount(totalBytes),
    formatCount(maximumBytes),
    formatCount(bodyBytes),
    formatCount(attributeBytes),
  );
  return (
    <div
      class={`size-meter ${isOver ? 'over' : ''}`}
      title={forCount(
        chunks,
        l10n.t('{0}. Billed as 1 request.', exact),
        l10n.t('{0}. Billed as {1} requests.', exact, formatCount(chunks)),
      )}
    >
      <div
        class="meter"
        role="meter"
        aria-label={l10n.t('Message size')}
        aria-valuemin={0}
        aria-valuemax={maximumBytes}
        aria-valuenow={Math.min(totalBytes, maximumBytes)}
        aria-valuetext={exact}
      >
        {totalBytes > 0 && (
          <span
            class="meter-fill"
            style={{ width: `${Math.min(100, (totalBytes / maximumBytes) * 100)}%` }}
          />
        )}
      </div>
      <span>{l10n.t('{0} of {1}', describeSize(totalBytes), formatBytes(maximumBytes))}</span>
      {totalBytes > 0 && <span class="dim">{describeChunks(chunks)}</span>}
    </div>
  );
}
