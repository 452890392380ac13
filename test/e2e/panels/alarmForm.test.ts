import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findAxeViolations } from '../../support/axe.ts';
import { READ_ALARM, startAlarmForm } from '../../support/review/alarmFormScreens.ts';
import { THEME_KINDS } from '../../support/webviewBrowser.ts';
import { useWebview } from './support/useWebview.ts';

describe('the form of an alarm in a browser', () => {
  const webview = useWebview();
  const field = (name: string) => webview.page.getByRole('textbox', { name, exact: true });

  it('has nothing for axe to find in any theme, also where it is narrow', async () => {
    await webview.open({ name: 'alarmForm', width: 320 });
    await webview.send(startAlarmForm());
    for (const theme of THEME_KINDS) {
      await webview.restyle({ theme, width: 320, height: 600 });
      assert.deepEqual(await findAxeViolations(webview.page), [], theme);
    }
    const overflows = await webview.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(overflows, false);
  });

  it('marks the one action that is none, and shows a pool by its name', async () => {
    await webview.open({ name: 'alarmForm' });
    await webview.send(startAlarmForm());
    const add = webview.page.getByRole('button', { name: 'In alarm: add an action' });
    await webview.page.getByRole('button', { name: 'Add Pool “resizers”' }).first().click();
    await add.click();
    await add.click();
    await field('In alarm: action 2').fill('alerts');
    await field('In alarm: action 3').fill('arn:aws:sns:us-east-1:000000000000:others');
    assert.equal(await webview.page.locator('vscode-textfield[invalid]').count(), 1);
    assert.equal(await field('In alarm: action 2').getAttribute('aria-invalid'), 'true');
    const pool = webview.page.getByText('Pool resizers', { exact: true });
    assert.match(String(await pool.getAttribute('title')), /^arn:aws:autoscaling:/u);
    await webview.page.getByRole('button', { name: 'Remove action 1' }).first().click();
    assert.equal(await pool.count(), 0);
  });

  it('says what is typed in words, saves it with Ctrl+Enter, and keeps it over a reload', async () => {
    await webview.open({ name: 'alarmForm' });
    await webview.send(startAlarmForm());
    await field('Threshold').fill('250');
    await field('Evaluation periods').fill('5');
    await webview.page
      .getByText('is greater than 250 in the last 5 periods of 1 minute', { exact: false })
      .waitFor();
    await webview.page.getByRole('button', { name: 'Add Topic “alerts”' }).first().click();
    await field('Threshold').focus();
    await webview.page.keyboard.press('Control+Enter');
    const [save] = await webview.readPosted('save');
    const { threshold, evaluationPeriods, datapointsToAlarm, alarmActions } = Object(
      save?.['form'],
    ) as Record<string, unknown>;
    assert.deepEqual(
      [save?.['name'], threshold, evaluationPeriods, datapointsToAlarm, alarmActions],
      ['images-alarm-2', 250, 5, 5, ['arn:aws:sns:us-east-1:000000000000:alerts']],
    );
    const state = await webview.readState();
    await webview.open({ name: 'alarmForm', state });
    await webview.send(startAlarmForm());
    assert.equal(await field('Threshold').inputValue(), '250');
  });

  it('writes a period that it does not offer as the others', async () => {
    await webview.open({ name: 'alarmForm' });
    const alarm = { exists: true, form: { ...READ_ALARM, periodSeconds: 180 }, targets: [] };
    await webview.send(startAlarmForm({ name: 'images-waiting', alarm }));
    await webview.page.locator('vscode-single-select[title="3 minutes"]').waitFor();
  });

  it('leads to the file of an alarm that it cannot show', async () => {
    await webview.open({ name: 'alarmForm' });
    await webview.send(startAlarmForm({ name: 'images-ratio', alarm: { exists: true, targets: [] } }));
    await webview.page.getByRole('button', { name: 'Open queueside.json' }).click();
    assert.equal((await webview.readPosted('openDefinition')).length, 1);
  });
});
