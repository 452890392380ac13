import { isLoopbackName } from '../addresses/loopback.ts';
import { ACTION_DECLARATIONS, type ActionName } from '../api/actions.ts';
import { readQueueUrl, writeQueueUrl } from '../connections/queueAddress.ts';
import { escapeXml } from '../calls/xmlText.ts';
import type { CallHead } from '../sqs/calls/callHead.ts';
import { findFormValue, findJsonText, replaceSpan } from './textMember.ts';

/** Which queue URLs are those of this gateway. */
export interface GatewayAddress {
  /** Of HTTP and HTTPS. */
  readonly ports: ReadonlySet<string>;
  /** Names beside those of loopback, in lower case. */
  readonly allowedHosts: ReadonlySet<string>;
}

const SEMICOLON = 0x3b;
const MEMBER = 'QueueUrl';
/** `QueueUrl`, `QueueUrls`, and `queueUrls` of ListDeadLetterSourceQueues. */
const URL_MEMBER = /^queueurls?$/i;
/** Such a member with its text or its list of texts, however deep it is: in the JSON of the Query protocol, it is some objects deep. */
const JSON_URLS =
  /"queueurls?"\s*:\s*(?:"[^"\\]*(?:\\.[^"\\]*)*"|\[\s*(?:"[^"\\]*(?:\\.[^"\\]*)*"[\s,]*)*\])/gi;
const JSON_TEXT = /"[^"\\]*(?:\\.[^"\\]*)*"/g;
const XML_URL = /<QueueUrl>([^<]*)<\/QueueUrl>/g;

/**
 * The URL by which the endpoint knows a queue, of one that programs got from this gateway. Any other URL is left as it is: the
 * endpoint says what is wrong with it.
 */
export function toUpstreamUrl(text: string, endpoint: string, gateway: GatewayAddress): string {
  const address = readQueueUrl(text);
  if (address === undefined) return text;
  const { hostname, port, protocol } = new URL(text);
  const isOwnHost = isLoopbackName(hostname) || gateway.allowedHosts.has(hostname);
  const isOwnPort = gateway.ports.has(port === '' ? (protocol === 'https:' ? '443' : '80') : port);
  return isOwnHost && isOwnPort ? writeQueueUrl(endpoint, address) : text;
}

/** @param origin by which the program reached this gateway */
export function toGatewayUrl(text: string, origin: string): string {
  const address = readQueueUrl(text);
  return address === undefined ? text : writeQueueUrl(origin, address);
}

/** The body of a request with the URL that the endpoint knows; all else says what it said. */
export function mapRequestBody(
  { protocol }: Pick<CallHead, 'protocol'>,
  body: Buffer,
  toUpstream: (url: string) => string,
): Buffer {
  return protocol === 'json' ? mapJsonBody(body, toUpstream) : mapForm(escapeSemicolons(body), toUpstream);
}

/** Old servers take `;` for the end of a parameter. */
function escapeSemicolons(form: Buffer): Buffer {
  return form.includes(SEMICOLON)
    ? Buffer.from(form.toString('latin1').replaceAll(';', '%3B'), 'latin1')
    : form;
}

function mapJsonBody(body: Buffer, toUpstream: (url: string) => string): Buffer {
  const span = findJsonText(body, MEMBER);
  if (span === undefined) return body;
  const url = parseText(body.toString('utf8', span.start, span.end));
  const mapped = url === undefined ? undefined : toUpstream(url);
  return mapped === undefined || mapped === url
    ? body
    : replaceSpan(body, span, JSON.stringify(mapped).slice(1, -1));
}

/** @param form a body, or what is behind the question mark of a target */
export function mapForm(form: Buffer, toUpstream: (url: string) => string): Buffer {
  const span = findFormValue(form, MEMBER);
  if (span === undefined) return form;
  const url = decodePercent(form.toString('utf8', span.start, span.end));
  const mapped = url === undefined ? undefined : toUpstream(url);
  return mapped === undefined || mapped === url ? form : replaceSpan(form, span, encodeURIComponent(mapped));
}

/** Whether the response to an action names queues by their URLs. */
export function hasUrls(action: ActionName): boolean {
  const members = ACTION_DECLARATIONS[action].output?.members ?? {};
  return Object.keys(members).some((name) => URL_MEMBER.test(name));
}

/** The body of a response with the URLs by which the program reaches the queues through this gateway; the rest is as it came. */
export function mapAnswerBody(body: Buffer, toGateway: (url: string) => string): Buffer {
  const text = body.toString('utf8');
  const mapped = /^\s*</.test(text)
    ? text.replace(XML_URL, (_, url: string) => writeXmlUrl(toGateway(readXmlText(url))))
    : text.replace(JSON_URLS, (member) => member.replace(JSON_TEXT, (url) => mapJsonText(url, toGateway)));
  return mapped === text ? body : Buffer.from(mapped);
}

/** @param text with its quotes; the name of the member is no URL */
function mapJsonText(text: string, toGateway: (url: string) => string): string {
  const url = parseJson(text);
  const mapped = typeof url === 'string' ? toGateway(url) : url;
  return mapped === url ? text : JSON.stringify(mapped);
}

function writeXmlUrl(url: string): string {
  return `<QueueUrl>${escapeXml(url)}</QueueUrl>`;
}

/** A URL of a queue has no other character that XML escapes. */
function readXmlText(text: string): string {
  return text.replaceAll('&amp;', '&');
}

function parseText(text: string): string | undefined {
  const value = parseJson(`"${text}"`);
  return typeof value === 'string' ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
