greeting-birthday =
    🎂 { $name }，生日快乐！{ $company }全体同事祝您身体健康、万事顺意。
    感谢您一直以来的支持。如有任何需要，直接在这里发消息即可。
