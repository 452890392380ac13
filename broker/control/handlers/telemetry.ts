import * as l10n from '@vscode/l10n';
import { fail, succeed } from '../../engine/base/result.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';

export function createTelemetryHandlers({
  telemetry,
}: ControlServices): HandlersOf<'configureTelemetry' | 'getTelemetry'> {
  return {
    configureTelemetry: async (params) => {
      if (params.endpoint !== undefined && !isWebAddress(params.endpoint)) {
        return fail(
          'InvalidParameterValue',
          l10n.t('The endpoint must be an http or https URL.'),
          'endpoint',
        );
      }
      await telemetry.configure(params);
      return succeed(telemetry.state);
    },
    getTelemetry: () => succeed(telemetry.state),
  };
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
