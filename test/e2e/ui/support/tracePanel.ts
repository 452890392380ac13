import type { FrameLocator, Locator, Page } from 'playwright-core';

/** A row of the trace as it is read on the screen. */
export interface TraceRow {
  readonly kind: string;
  readonly message: string;
  readonly consumer: string;
  readonly detail: string;
}

/** The Queue Trace view in the panel at the bottom. */
export class TracePanel {
  readonly frame: FrameLocator;

  private constructor(frame: FrameLocator) {
    this.frame = frame;
  }

  /** Waits for the panel's webview, which is shown already. @param toolbar its name in the editor's language */
  static async open(page: Page, toolbar = 'Trace filters and actions'): Promise<TracePanel> {
    const webviews = page.locator('iframe.webview.ready[src*="extensionId=queueside.queueside" i]:visible');
    for (;;) {
      for (const webview of await webviews.all()) {
        const frame = webview.contentFrame().frameLocator('iframe#active-frame');
        if ((await frame.getByRole('toolbar', { name: toolbar }).count()) > 0) {
          return new TracePanel(frame);
        }
      }
      await webviews.last().waitFor();
      await page.waitForTimeout(50);
    }
  }

  /** The newest row of a queue with an event of this kind. */
  row(queue: string, kind: string): Locator {
    return this.rowsOf(queue)
      .filter({ has: this.frame.locator('.cell.kind').filter({ hasText: kind }) })
      .last();
  }

  /** The row that Tab comes to. */
  get activeRow(): Locator {
    return this.frame.locator('[role=row][tabindex="0"]');
  }

  /** Says that what is shown is a file. */
  get notice(): Locator {
    return this.frame.locator('.notice').filter({ hasText: 'Saved trace' });
  }

  /** The life of the message that was opened. */
  get details(): Locator {
    return this.frame.locator('aside.details');
  }

  /** What the rows in sight say of a queue, oldest first. */
  async eventsOf(queue: string): Promise<TraceRow[]> {
    const rows = await this.rowsOf(queue).all();
    return Promise.all(
      rows.map(async (row) => ({
        kind: await read(row, 'kind'),
        message: await read(row, 'message'),
        consumer: await read(row, 'consumer'),
        detail: await read(row, 'detail'),
      })),
    );
  }

  private rowsOf(queue: string): Locator {
    return this.frame
      .locator('[role=row]')
      .filter({ has: this.frame.locator('.cell.queue').filter({ hasText: new RegExp(`^${queue}$`) }) });
  }
}

async function read(row: Locator, column: string): Promise<string> {
  return ((await row.locator(`.cell.${column}`).textContent()) ?? '').trim();
}
