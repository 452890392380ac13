/** A group of regions with accounts, ARNs and host names of its own. */
export interface Partition {
  /** The second part of an ARN. */
  readonly id: string;
  readonly suffix: string;
  readonly dualStackSuffix: string;
}

interface PartitionRow extends Partition {
  readonly regions: RegExp;
}

/** As the endpoint rules of AWS have them; all of them have FIPS and dual-stack addresses. */
const PARTITIONS: readonly PartitionRow[] = [
  {
    id: 'aws-cn',
    regions: /^cn-\w+-\d+$/,
    suffix: 'amazonaws.com.cn',
    dualStackSuffix: 'api.amazonwebservices.com.cn',
  },
  {
    id: 'aws-eusc',
    regions: /^eusc-de-\w+-\d+$/,
    suffix: 'amazonaws.eu',
    dualStackSuffix: 'api.amazonwebservices.eu',
  },
  { id: 'aws-iso', regions: /^us-iso-\w+-\d+$/, suffix: 'c2s.ic.gov', dualStackSuffix: 'api.aws.ic.gov' },
  {
    id: 'aws-iso-b',
    regions: /^us-isob-\w+-\d+$/,
    suffix: 'sc2s.sgov.gov',
    dualStackSuffix: 'api.aws.scloud',
  },
  {
    id: 'aws-iso-e',
    regions: /^eu-isoe-\w+-\d+$/,
    suffix: 'cloud.adc-e.uk',
    dualStackSuffix: 'api.cloud-aws.adc-e.uk',
  },
  {
    id: 'aws-iso-f',
    regions: /^us-isof-\w+-\d+$/,
    suffix: 'csp.hci.ic.gov',
    dualStackSuffix: 'api.aws.hci.ic.gov',
  },
  { id: 'aws-us-gov', regions: /^us-gov-\w+-\d+$/, suffix: 'amazonaws.com', dualStackSuffix: 'api.aws' },
];

const COMMERCIAL: Partition = { id: 'aws', suffix: 'amazonaws.com', dualStackSuffix: 'api.aws' };

/** Nothing else can be part of a host name that a profile decides: no dot, no slash, no at sign. */
const REGION = /^[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/;

export function isRegion(text: string): boolean {
  return REGION.test(text);
}

/** @param region of which nothing more has to be known than its name: AWS adds regions */
export function findPartition(region: string): Partition {
  return PARTITIONS.find(({ regions }) => regions.test(region)) ?? COMMERCIAL;
}

export interface AddressOptions {
  /** Cryptography that is validated by FIPS 140. */
  readonly fips?: boolean;
  /** IPv4 and IPv6. */
  readonly dualStack?: boolean;
}

/**
 * The address of a service of AWS in a region.
 * @param region that `isRegion` accepts
 * @returns an origin, such as `https://sqs.eu-central-1.amazonaws.com`
 */
export function findServiceAddress(
  service: 'sqs' | 'sts',
  region: string,
  { fips = false, dualStack = false }: AddressOptions = {},
): string {
  if (!isRegion(region)) throw new Error(`Not a region: ${region}`);
  const { id, suffix, dualStackSuffix } = findPartition(region);
  // In GovCloud, the plain address is the one with FIPS.
  const isFipsInName = fips && (dualStack || id !== 'aws-us-gov');
  return `https://${service}${isFipsInName ? '-fips' : ''}.${region}.${dualStack ? dualStackSuffix : suffix}`;
}

/** Whether a host is one of AWS, of whatever partition: the hosts that keys are got from. */
export function isAwsHost(host: string): boolean {
  return [COMMERCIAL, ...PARTITIONS].some(
    ({ suffix, dualStackSuffix }) => host.endsWith(`.${suffix}`) || host.endsWith(`.${dualStackSuffix}`),
  );
}

/** Where logins of the console are renewed, as the endpoint rules of the SDK have it for each partition. */
const SIGN_IN_SUFFIXES = [
  'signin.aws.amazon.com',
  'signin.aws',
  'signin.amazonaws.cn',
  'signin.amazonaws-us-gov.com',
  'signin-fips.amazonaws-us-gov.com',
  'signin.amazonaws-eusc.eu',
  'signin.c2shome.ic.gov',
  'signin.sc2shome.sgov.gov',
  'signin.csphome.hci.ic.gov',
  'signin.csphome.adc-e.uk',
];

/** Whether a host is one that `aws login` uses; nothing else is called there. */
export function isAwsSignInHost(host: string): boolean {
  return SIGN_IN_SUFFIXES.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));
}
