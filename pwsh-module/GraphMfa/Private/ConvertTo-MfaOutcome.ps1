function ConvertTo-MfaOutcome {
    # What came of one person, the same from a run and from a single operation: the answer of the operation, with Outcome,
    # Why, ErrorId, Error and RequestIds. Who was refused has such an object too, whose other properties are empty.
    #
    # A run calls it for everybody: hence no attributes.
    param(
        # The answer of the operation; nothing where there is none.
        [object] $Response,

        [string] $TypeName,

        # What a run says beside; nothing for a single operation.
        [object] $Person,

        # How the caller named the person.
        [string] $Named
    )
    $fault = $null
    $line = $null
    $word = $null
    if ($null -ne $Person) {
        $fault = Get-MfaField $Person 'error'
        $line = Get-MfaField $Person 'line'
        $word = [string] $Person.outcome
    }
    if ($null -eq $Response) {
        $user = Get-MfaField $Person 'user'
        if ($null -eq $user) {
            $user = [pscustomobject] @{ id = [string] (Get-MfaField $Person 'userId'); userPrincipalName = $null; displayName = $null }
            if ($Named -like '*@*') { $user.userPrincipalName = $Named }
        }
        $Response = [pscustomobject] @{ user = $user }
    }
    elseif (-not $word) {
        $word = [string] (Get-MfaField $Response 'outcome')
        if (-not $word) {
            $word = 'done'
            if ((Get-MfaField $Response 'sessionsRevoked') -eq $false) { $word = 'partial' }
        }
    }
    $ids = @(
        foreach ($step in (Get-MfaField $Response 'steps')) { Get-MfaField $step 'requestId' }
        Get-MfaField $Response 'requestId'
        Get-MfaField $fault 'requestId'
    )
    $more = @{ Outcome = $word; Line = $line; RequestIds = [string[]] @(foreach ($id in $ids) { if ($id) { $id } }) }
    if ($null -ne $fault) {
        $more['Error'] = ConvertTo-MfaObject $fault 'GraphMfa.Error'
        $more['ErrorId'] = $fault.code
        $more['Why'] = $more['Error'].Message
    }
    elseif ($word -ne 'done') {
        $more['Why'] = @(foreach ($note in (Get-MfaField $Response 'notes')) { $note.message }) -join '; '
    }
    ConvertTo-MfaObject $Response $TypeName $null $more
}
