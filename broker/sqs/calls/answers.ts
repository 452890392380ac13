import type { Members, StructureShape } from '../../api/shapes.ts';
import { escapeXml } from '../../calls/xmlText.ts';
import type { Failure } from '../../engine/base/result.ts';
import { ERROR_TABLE } from '../wire/errorCodes.ts';
import type { Exchange } from './exchange.ts';
import type { WireProtocol } from '../wire/protocol.ts';
import { encodeQueryJson, encodeQueryJsonError } from '../wire/queryJson.ts';
import { encodeMembers, XML_NAMESPACE } from '../wire/xml.ts';

const JSON_TYPE = 'application/x-amz-json-1.0';
const XML_TYPE = 'text/xml';
const QUERY_JSON_TYPE = 'application/json';

/** The one text that depends on the protocol. */
const UNKNOWN_QUEUE_IN_JSON = 'The specified queue does not exist.';
const UNKNOWN_QUEUE_IN_QUERY = 'The specified queue does not exist for this wsdl version.';

/** @param output undefined for actions without a result */
export function answerSuccess(
  exchange: Exchange,
  protocol: WireProtocol,
  action: string,
  shape: StructureShape<Members> | undefined,
  output: object | undefined,
): void {
  if (protocol === 'json') {
    exchange.answer(200, JSON_TYPE, output === undefined ? '' : JSON.stringify(output));
    return;
  }
  if (wantsQueryJson(exchange)) {
    exchange.answer(200, QUERY_JSON_TYPE, encodeQueryJson(action, exchange.requestId, shape, output));
    return;
  }
  exchange.answer(200, XML_TYPE, encodeXmlResponse(action, exchange.requestId, shape, output));
}

/** A Query call is answered in JSON when its Accept header names that and not XML. */
function wantsQueryJson({ request }: Exchange): boolean {
  const { accept } = request.headers;
  return accept !== undefined && accept.includes('application/json') && !accept.includes('xml');
}

export function encodeXmlResponse(
  action: string,
  requestId: string,
  shape: StructureShape<Members> | undefined,
  output: object | undefined,
): string {
  let result = '';
  if (shape !== undefined && output !== undefined) {
    const members = encodeMembers(shape, output);
    result = members === '' ? `<${action}Result/>` : `<${action}Result>${members}</${action}Result>`;
  }
  return `<?xml version="1.0"?><${action}Response xmlns="${XML_NAMESPACE}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;
}

/**
 * @param extra raw header pairs
 * @param status where it is not the failure's own
 */
export function answerFailure(
  exchange: Exchange,
  protocol: WireProtocol,
  failure: Pick<Failure, 'code' | 'message'>,
  extra: readonly string[] = [],
  status: number = ERROR_TABLE[failure.code].status,
): void {
  const row = ERROR_TABLE[failure.code];
  if (protocol === 'json') {
    const body = JSON.stringify({ __type: row.jsonType, message: failure.message });
    exchange.answer(status, JSON_TYPE, body, [
      'x-amzn-query-error',
      `${row.queryCode};${row.fault}`,
      ...extra,
    ]);
    return;
  }
  const message = failure.message.replace(UNKNOWN_QUEUE_IN_JSON, UNKNOWN_QUEUE_IN_QUERY);
  const said = { code: failure.code, message };
  if (wantsQueryJson(exchange)) {
    exchange.answer(status, QUERY_JSON_TYPE, encodeQueryJsonError(exchange.requestId, said), extra);
    return;
  }
  exchange.answer(status, XML_TYPE, encodeXmlError(exchange.requestId, said), extra);
}

export function encodeXmlError(
  requestId: string,
  { code, message }: Pick<Failure, 'code' | 'message'>,
): string {
  const row = ERROR_TABLE[code];
  return `<?xml version="1.0"?><ErrorResponse xmlns="${XML_NAMESPACE}"><Error><Type>${row.fault}</Type><Code>${row.queryCode}</Code><Message>${escapeXml(message)}</Message><Detail/></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

/** The service's response to a request that is not a call in either protocol. */
export function answerNoCall(exchange: Exchange): void {
  exchange.answer(404, XML_TYPE, '<UnknownOperationException/>');
}
