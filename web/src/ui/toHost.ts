/** The host in what a person typed or pasted: an address names one too. */
export const toHost = (text: string) => text.trim().toLowerCase().replace(/^[a-z]+:\/\//, '').replace(/[/?#:].*$/, '');
