#pragma once

#include "core/secret.h"
#include "ui/icons.h"

#include <QLineEdit>

class QToolButton;

namespace Pacewatch {

/// Where a key is typed. After leaving it only the last four characters show; the whole key shows
/// only while the eye is pressed. It can be pasted, never copied out.
class KeyField final : public QLineEdit
{
    Q_OBJECT

public:
    KeyField(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    /// The key as typed; empty when nothing was.
    [[nodiscard]] Secret key() const;
    [[nodiscard]] bool hasKey() const { return !m_key.isEmpty(); }
    /// What stands there before anything is typed: the mask of the key that is kept already.
    void setKnownMask(const QString& mask) { setPlaceholderText(mask); }

signals:
    /// A person changed the key.
    void keyChanged();

protected:
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void takeText();
    void showMask();
    void showWhole(bool whole);

    QToolButton* m_eye;
    QByteArray m_key;
    bool m_isMasked = false; ///< the text is the mask, not the key
};

} // namespace Pacewatch
