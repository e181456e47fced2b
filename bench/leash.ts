/** Loaded before the product with `--import`: a benchmark that dies, in whatever way, takes its servers along. */
process.on('disconnect', () => process.exit())
process.channel?.unref()
