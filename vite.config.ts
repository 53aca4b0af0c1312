import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The screens: one page, split so that the first load carries the shell and lists only; charts, maps and dates come when needed. */
export default defineConfig({
  root: at('src/platform/page'),
  base: '/',
  plugins: [react()],
  build: {
    outDir: at('dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 700,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // one file for what every page needs, instead of dozens of tiny ones
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: 'base', test: /node_modules\/(react|react-dom|scheduler|@tanstack|use-sync-external-store)\// }],
        },
      },
    },
  },
  server: { fs: { allow: [at('.')] }, proxy: { '/api': process.env['REEVE_API'] ?? 'http://127.0.0.1:8080' } },
})
