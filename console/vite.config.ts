import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { FakeApi } from './dev/fake-api.ts'

/** Where `npm run dev` finds the API: a running platform when one is named, else the fake fleet of dev/. */
const api = process.env.CHARGEWRIGHT_API

const fakeApi: Plugin = {
  name: 'fake-api',
  configureServer(server) {
    const fake = new FakeApi()
    fake.run()
    server.middlewares.use((request, response, next) => {
      if (!fake.handle(request, response)) next()
    })
    server.httpServer?.on('close', () => fake.stop())
  },
}

export default defineConfig({
  root: import.meta.dirname,
  resolve: { alias: { '#json-schema': fileURLToPath(new URL('../src/json-schema/index.ts', import.meta.url)) } },
  plugins: [react(), tailwindcss(), ...(api === undefined ? [fakeApi] : [])],
  build: { target: ['chrome123', 'firefox128', 'safari17.5'], assetsInlineLimit: 0 },
  server: { host: '127.0.0.1', ...(api === undefined ? {} : { proxy: { '/api': api } }) },
})
