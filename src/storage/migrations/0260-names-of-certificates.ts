/** The common name of the certificate that a station comes with: another one is another station's, where no serial number says more. */
export const up = `
ALTER TABLE station ADD COLUMN certificate_name text;
`
