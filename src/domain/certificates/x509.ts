import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { cryptoProvider } from '@peculiar/x509'

// The library wants its metadata polyfill before anything of it is loaded, and a provider before anything is done.
cryptoProvider.set(webcrypto)

export * from '@peculiar/x509'
