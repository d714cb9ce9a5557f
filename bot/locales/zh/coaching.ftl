# /coach
coaching-usage =
    <code>/coach @用户名 内容</code> – 为同事记一条辅导笔记；在工单话题中发送时会关联该工单
    <code>/coach @用户名 tell 内容</code> – 同时让该同事看到
    <code>/coach @用户名</code> – 查看辅导笔记和评阅评分
coaching-kept = 已记下给{ $name }的辅导笔记，只有主管和所有者能看到。
coaching-kept-in-sight = 已记下给{ $name }的辅导笔记。
coaching-stands-here = 我无权删除群里的消息，您写的内容仍在群里，同事可能已经看到。请手动删除，今后请在这里私下写给我：<code>/coach @用户名 内容</code>
coaching-kept-and-shown = 已记下给{ $name }的辅导笔记，{ $name }也会看到。
coaching-none = 还没有关于{ $name }的辅导笔记或评阅。
coaching-title = <b>{ $name }：辅导笔记与评阅</b>
coaching-line = <i>{ $at }</i> { $name }
coaching-line-ticket = #{ $number }
coaching-line-mark = <b>{ $mark } 分（满分 5 分）</b>
coaching-line-shown = 本人已收到
coaching-words = <blockquote>{ $words }</blockquote>
coaching-told = { $by }给您的辅导建议：
coaching-told-on-ticket = { $by }就工单 #{ $number } 给您的辅导建议：
