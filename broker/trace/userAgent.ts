/** The SDK and language that a user agent names. */
export interface UserAgentFacts {
  /** Such as `aws-sdk-js/3.1169.0`. */
  readonly sdk?: string;
  readonly language?: string;
}

interface Product {
  readonly pattern: RegExp;
  readonly language?: string;
}

/** In the order of asking: the first product that a user agent names wins. */
const PRODUCTS: readonly Product[] = [
  { pattern: /\baws-cli\/[\w.-]+/ },
  { pattern: /\baws-sdk-(?:js|nodejs)\/[\w.-]+/, language: 'JavaScript' },
  { pattern: /\bboto3\/[\w.-]+/i, language: 'Python' },
  { pattern: /\b(?:aiobotocore|botocore)\/[\w.-]+/i, language: 'Python' },
  { pattern: /\baws-sdk-java\/[\w.-]+/, language: 'Java' },
  { pattern: /\baws-sdk-kotlin\/[\w.-]+/, language: 'Kotlin' },
  { pattern: /\baws-sdk-go(?:-v2)?\/[\w.-]+/, language: 'Go' },
  { pattern: /\baws-sdk-dotnet[\w-]*\/[\w.-]+/i, language: '.NET' },
  { pattern: /\baws-sdk-ruby\d?\/[\w.-]+/, language: 'Ruby' },
  { pattern: /\baws-sdk-php\/[\w.-]+/, language: 'PHP' },
  { pattern: /\baws-sdk-rust\/[\w.-]+/, language: 'Rust' },
  { pattern: /\baws-sdk-swift\/[\w.-]+/, language: 'Swift' },
  { pattern: /\baws-sdk-cpp\/[\w.-]+/, language: 'C++' },
];

/** Reads SDK and language from a User-Agent header; the first product token stands in for an SDK that is not known. */
export function readUserAgent(userAgent: string): UserAgentFacts {
  for (const { pattern, language } of PRODUCTS) {
    const sdk = pattern.exec(userAgent)?.[0];
    if (sdk !== undefined) return language === undefined ? { sdk } : { sdk, language };
  }
  const first = /^[\w.-]+(?:\/[\w.-]+)?/.exec(userAgent)?.[0];
  return first === undefined ? {} : { sdk: first };
}
