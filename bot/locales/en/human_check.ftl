human-check-button = Welcome to { $company }! One moment, please: press the button, so that we know that a person writes. Then we go on, and nothing that you wrote is lost.
human-check-sum = Welcome to { $company }! One moment, please: how much is <b>{ $first } + { $second }</b>? Press the right answer, so that we know that a person writes. Then we go on, and nothing that you wrote is lost.
human-check-kept = We keep what you write. Please answer above with a button first; then it goes on to our staff.
human-check-press = I am a person
human-check-passed = Thank you.
human-check-first = Please answer the question with the buttons first.
human-check-wrong = That was not right. Here is another question.
human-check-closed = Those were too many wrong answers. Please write again after { $until }, then we ask once more.
