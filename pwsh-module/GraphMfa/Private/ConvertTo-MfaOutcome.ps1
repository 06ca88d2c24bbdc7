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
    $user = $null
    $fault = $null
    $line = $null
    $word = $null
    if ($null -ne $Person) {
        $user = Get-MfaField $Person 'user'
        $fault = Get-MfaField $Person 'error'
        $line = Get-MfaField $Person 'line'
        $word = [string] $Person.outcome
    }
    if ($null -eq $Response) {
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
    $ids = New-Object -TypeName 'System.Collections.Generic.List[string]'
    $steps = Get-MfaField $Response 'steps'
    if ($null -ne $steps) { foreach ($step in $steps) { $ids.Add([string] (Get-MfaField $step 'requestId')) } }
    $ids.Add([string] (Get-MfaField $Response 'requestId'))
    $ids.Add([string] (Get-MfaField $fault 'requestId'))
    $known = [string[]] @(foreach ($id in $ids) { if ($id) { $id } })

    $fields = @{ outcome = $word; line = $line; error = $fault; errorId = Get-MfaField $fault 'code'; requestIds = $known }
    if ($null -ne $fault) { $fields['why'] = $fault.message }
    elseif ($word -ne 'done') {
        $notes = Get-MfaField $Response 'notes'
        $fields['why'] = @(foreach ($note in $notes) { $note.message }) -join '; '
    }
    foreach ($name in $fields.Keys) {
        $property = $Response.PSObject.Properties[$name]
        if ($null -ne $property) { $property.Value = $fields[$name] }
        else { $Response.PSObject.Properties.Add((New-Object -TypeName System.Management.Automation.PSNoteProperty -ArgumentList $name, $fields[$name])) }
    }
    ConvertTo-MfaObject $Response $TypeName
}
