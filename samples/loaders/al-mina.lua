-- The pages of الميناء hold no text: a script in them carries the story as data. This reads the data.
--   reportgen inspect --loader 'al-mina.example=samples/loaders/al-mina.lua' samples/loaders/al-mina.html
return {
  api = 1,
  title = "الميناء",
  load = function(page)
    local data = page.source:match("window%.__NEWS__ = (%b{})")
    if not data then return nil end -- another kind of page: leave it as it was found
    local story = page:json(data)
    local paragraphs, images, captions = {}, {}, {}
    for _, block in ipairs(story.blocks) do
      if block.t == "p" then
        table.insert(paragraphs, block.v)
      elseif block.t == "photo" then
        table.insert(images, { url = block.v, caption = block.c })
        table.insert(captions, block.c)
      end
    end
    return {
      title = story.head, section = story.desk, publisher = "الميناء", authors = { story.writer.ar },
      published = story.at, paragraphs = paragraphs, images = images, captions = captions,
    }
  end,
}
