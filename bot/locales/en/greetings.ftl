greeting-birthday =
    🎂 Happy birthday, { $name }. All of us at { $company } wish you a healthy and happy new year of life.
    Thank you for being with us. If there is anything we can do for you, just write here.
